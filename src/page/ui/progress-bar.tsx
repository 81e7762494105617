import { percent } from './numbers.ts'

interface Props {
  readonly label: string
  /** Done, from 0 to 1. */
  readonly share: number
  /** What is read out, of `most`; whole percent by default. */
  readonly now?: number
  readonly most?: number
  readonly class?: string
}

/** How far something has come. */
export const ProgressBar = ({
  label,
  share,
  now = Math.floor(100 * share),
  most = 100,
  class: own = 'ui-progress',
}: Props) => (
  <div
    class={own}
    role="progressbar"
    aria-label={label}
    aria-valuenow={now}
    aria-valuemin={0}
    aria-valuemax={most}
  >
    <svg aria-hidden="true">
      <rect width={percent(share)} height="100%" />
    </svg>
  </div>
)
