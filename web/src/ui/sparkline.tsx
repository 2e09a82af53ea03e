const WIDTH = 240
const HEIGHT = 48

/** The last values as a line, and the newest as text. `max`: the scale's end; else the largest value. */
export function Sparkline({
  label,
  unit,
  values,
  max,
}: {
  label: string
  unit: string
  values: readonly number[]
  max?: number
}) {
  const newest = values.at(-1)
  const top = Math.max(max ?? 1, ...values)
  const step = WIDTH / Math.max(values.length - 1, 1)
  const points = values.map(
    (value, at) => `${at * step},${HEIGHT - (value / top) * (HEIGHT - 4) - 2}`,
  )
  return (
    <figure>
      <figcaption className="flex items-baseline justify-between text-sm">
        <span className="text-muted">{label}</span>
        <span className="tabular font-semibold">
          {newest === undefined ? '–' : `${newest} ${unit}`}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-1 h-12 w-full rounded-md bg-sunken text-accent"
        aria-hidden="true"
      >
        {values.length > 1 && (
          <polyline
            points={points.join(' ')}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
    </figure>
  )
}
