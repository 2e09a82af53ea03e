const WIDTH = 240
const HEIGHT = 48
/** Points that lie further apart are not joined. */
const LARGEST_GAP_MS = 15_000

export interface Point {
  /** milliseconds, as `until` */
  at: number
  value: number
}

/**
 * Values of the time before `until` as a line, the last of them as text unless it is no longer true.
 * `max`: the scale's end; else the largest value.
 */
export function Sparkline({
  label,
  unit,
  points,
  until,
  spanMs,
  over,
  max,
}: {
  label: string
  unit: string
  points: readonly Point[]
  until: number
  spanMs: number
  over: boolean
  max?: number
}) {
  const newest = over ? undefined : points.at(-1)
  const top = Math.max(max ?? 1, ...points.map(({ value }) => value))
  return (
    <figure>
      <figcaption className="flex items-baseline justify-between text-sm">
        <span className="text-muted">{label}</span>
        <span className="tabular font-semibold">{newest ? `${newest.value} ${unit}` : '–'}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-1 h-12 w-full rounded-md bg-sunken text-accent"
        aria-hidden="true"
      >
        {lines(points, until, spanMs, top).map((line) => (
          <polyline
            key={line}
            points={line}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
    </figure>
  )
}

function lines(points: readonly Point[], until: number, spanMs: number, top: number): string[] {
  const made: string[][] = []
  let before: number | null = null
  for (const { at, value } of points) {
    const x = 1 - (until - at) / spanMs
    const place = `${(x * WIDTH).toFixed(1)},${(HEIGHT - (value / top) * (HEIGHT - 4) - 2).toFixed(1)}`
    if (before === null || at - before > LARGEST_GAP_MS) made.push([place])
    else made.at(-1)?.push(place)
    before = at
  }
  return made.map((line) => line.join(' '))
}
