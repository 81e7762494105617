/**
 * Rows of the shared batch that one sample of a search takes.
 * @param search its definition, or what describes it
 * @param values of its parameters
 */
export const searchRows = (
  { rows = 1 }: { readonly rows?: number | string },
  values: Readonly<Record<string, number | string>>,
): number => (typeof rows === 'number' ? rows : Number(values[rows]))
