import { Link, type LinkComponentProps } from '@tanstack/react-router'
import type { ButtonHTMLAttributes } from 'react'
import { cx } from '#/ui/cx'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'
type Size = 'small' | 'normal'

const LOOKS: Record<ButtonLook, string> = {
  primary: 'bg-accent text-accent-ink hover:opacity-90 border-transparent',
  plain: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-soft',
}

const SIZES: Record<Size, string> = {
  small: 'h-8 px-2.5 text-sm gap-1.5',
  normal: 'h-10 px-4 text-[0.9375rem] gap-2',
}

export function buttonClass(
  look: ButtonLook = 'plain',
  size: Size = 'normal',
  more?: string,
): string {
  return cx(
    'inline-flex items-center justify-center rounded-lg border font-medium whitespace-nowrap select-none transition-colors',
    'disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-50',
    LOOKS[look],
    SIZES[size],
    more,
  )
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook
  size?: Size
  /** Shows that something is under way and takes no clicks. */
  busy?: boolean
}

export function Button({
  look,
  size,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: Props) {
  return (
    <button
      type="button"
      className={buttonClass(look, size, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && <Spinner />}
      {children}
    </button>
  )
}

export function ButtonLink({
  look,
  size,
  className,
  ...rest
}: LinkComponentProps & { look?: ButtonLook; size?: Size; className?: string }) {
  return <Link className={buttonClass(look, size, className)} {...rest} />
}

export function Spinner() {
  return (
    <span
      aria-hidden
      className="size-4 shrink-0 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  )
}
