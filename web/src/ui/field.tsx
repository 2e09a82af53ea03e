import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react'
import { useId } from 'react'
import { cx } from '#/ui/cx'
import { Icon } from '#/ui/icons'

const CONTROL =
  'w-full rounded-lg border border-line-strong bg-surface px-3 text-ink transition-colors placeholder:text-muted hover:border-ink disabled:opacity-60 aria-invalid:border-bad'

interface FieldProps {
  label: string
  hint?: ReactNode
  /** what is wrong with the value; the control is then marked invalid and names it */
  error?: string | null | undefined
  className?: string | undefined
  /** the label is for screen readers alone */
  labelHidden?: boolean | undefined
}

interface ControlProps {
  id: string
  'aria-invalid': boolean | undefined
  'aria-describedby': string | undefined
}

export function Field({
  label,
  hint,
  error,
  className,
  labelHidden,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId()
  const told = error ? `${id}-error` : hint ? `${id}-hint` : undefined
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': told })}
      {error ? (
        <p id={`${id}-error`} className="flex gap-1.5 text-sm text-bad">
          <Icon name="warning" className="mt-0.5 size-4" />
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  )
}

type Without<T> = Omit<T, keyof ControlProps | 'className'>

export function TextField({
  label,
  hint,
  error,
  className,
  labelHidden,
  ...input
}: FieldProps & Without<InputHTMLAttributes<HTMLInputElement>>) {
  return (
    <Field {...{ label, hint, error, className, labelHidden }}>
      {(control) => <input {...input} {...control} className={cx(CONTROL, 'h-10')} />}
    </Field>
  )
}

export function SelectField({
  label,
  hint,
  error,
  className,
  labelHidden,
  children,
  ...input
}: FieldProps & Without<SelectHTMLAttributes<HTMLSelectElement>>) {
  return (
    <Field {...{ label, hint, error, className, labelHidden }}>
      {(control) => (
        <span className="relative block">
          <select {...input} {...control} className={cx(CONTROL, 'h-10 appearance-none pr-9')}>
            {children}
          </select>
          <span className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-muted">
            <Icon name="chevron" className="size-4" />
          </span>
        </span>
      )}
    </Field>
  )
}

export function CheckField({
  label,
  className,
  ...input
}: { label: string; className?: string } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label
      className={cx(
        'flex min-h-10 cursor-pointer items-center gap-2 text-sm font-medium',
        className,
      )}
    >
      <input type="checkbox" {...input} className="size-4 accent-accent" />
      {label}
    </label>
  )
}
