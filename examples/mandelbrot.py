"""Draws a valley of the Mandelbrot set, 1920 x 1080, to /output/mandelbrot.png.

Every pixel c is iterated as z = z*z + c until |z| passes a large radius. The fractional escape count
makes the colours smooth; the distance to the set, estimated from the derivative, makes the finest
threads glow. Computed at 2880 x 1620 and scaled down, so that edges are clean. NumPy and Pillow.
"""

import time

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 1920, 1080
SUPERSAMPLING = 1.5
CENTER = -0.743536 + 0.131628j
VIEW_WIDTH = 0.0052
MAX_ITERATIONS = 700
ESCAPE_RADIUS_SQUARED = 1.0e6
BAND_ROWS = 90

# Night blue, ice, sand, ember, plum: stops of a cyclic palette.
PALETTE_STOPS = np.array(
    [
        (0.00, 6, 12, 36),
        (0.14, 18, 63, 124),
        (0.28, 96, 178, 214),
        (0.40, 238, 248, 244),
        (0.52, 252, 210, 120),
        (0.66, 226, 112, 42),
        (0.80, 116, 32, 62),
        (0.92, 30, 14, 52),
        (1.00, 6, 12, 36),
    ]
)


def iterate(c):
    """Returns the smooth escape count and the distance estimate of each point; inside is nan."""
    count = np.full(c.shape, np.nan)
    distance = np.full(c.shape, np.nan)
    index = np.arange(c.size)
    z = np.zeros_like(c)
    derivative = np.zeros_like(c)
    points = c
    for iteration in range(MAX_ITERATIONS):
        derivative = 2.0 * z * derivative + 1.0
        z = z * z + points
        norm = z.real * z.real + z.imag * z.imag
        escaped = norm > ESCAPE_RADIUS_SQUARED
        if not escaped.any():
            continue
        log_norm = 0.5 * np.log(norm[escaped])
        count[index[escaped]] = iteration + 1.0 - np.log2(log_norm)
        distance[index[escaped]] = (
            np.sqrt(norm[escaped]) * log_norm / np.abs(derivative[escaped])
        )
        alive = ~escaped
        index, z, derivative, points = index[alive], z[alive], derivative[alive], points[alive]
        if not index.size:
            break
    return count, distance


def colour(count, distance, pixel_size):
    """Maps the two fields to red, green and blue, 0 to 255."""
    inside = np.isnan(count)
    position = np.mod(1.14 * np.log(np.where(inside, 1.0, np.maximum(count, 1.0))) + 0.35, 1.0)
    stops = PALETTE_STOPS[:, 0]
    rgb = np.stack([np.interp(position, stops, PALETTE_STOPS[:, i]) for i in (1, 2, 3)], axis=-1)
    glow = np.tanh(np.where(inside, 0.0, distance) / pixel_size * 0.9) ** 0.5
    rgb *= (0.18 + 0.82 * glow)[..., None]
    rgb[inside] = (4, 6, 16)
    return rgb


def main():
    started = time.monotonic()
    width, height = int(WIDTH * SUPERSAMPLING), int(HEIGHT * SUPERSAMPLING)
    pixel_size = VIEW_WIDTH / width
    xs = CENTER.real + (np.arange(width) - width / 2 + 0.5) * pixel_size
    ys = CENTER.imag - (np.arange(height) - height / 2 + 0.5) * pixel_size
    picture = np.empty((height, width, 3), dtype=np.uint8)
    print(f"mandelbrot: {WIDTH} x {HEIGHT}, {MAX_ITERATIONS} iterations at most", flush=True)
    for top in range(0, height, BAND_ROWS):
        rows = ys[top : top + BAND_ROWS]
        c = (xs[None, :] + 1j * rows[:, None]).ravel()
        rgb = colour(*iterate(c), pixel_size)
        picture[top : top + len(rows)] = rgb.reshape(len(rows), width, 3)
        done = (top + len(rows)) / height
        print(f"  {done:4.0%} after {time.monotonic() - started:4.1f} s", flush=True)
    image = Image.fromarray(picture).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    image.save("/output/mandelbrot.png")
    print(f"wrote /output/mandelbrot.png in {time.monotonic() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main()
