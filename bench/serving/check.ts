/** A bar and what was measured against it. */
export interface Check {
  readonly name: string
  readonly measured: number
  readonly unit: string
  /** At most this. */
  readonly bar: number
}

/** Short by more than a tenth: what one machine's noise explains is let through. */
const isShort = ({ measured, bar }: Check): boolean => !(measured <= bar * 1.1)

const shown = (value: number, unit: string) =>
  unit === 'x' ? `${value.toFixed(2)}x` : `${value >= 10 ? Math.round(value) : value.toFixed(1)} ${unit}`

/** Prints a table, or JSON; an exit status of 1 where one falls short. */
export function report(checks: readonly Check[], asJson: boolean): void {
  if (asJson) console.log(JSON.stringify({ checks }, null, 2))
  else {
    console.log('| | measured | at most | |\n| --- | ---: | ---: | --- |')
    for (const check of checks) {
      const { name, measured, unit, bar } = check
      console.log(
        `| ${name} | ${shown(measured, unit)} | ${shown(bar, unit)} | ${isShort(check) ? 'short' : 'met'} |`,
      )
    }
  }
  if (checks.some(isShort)) process.exitCode = 1
}
