import { count, percent } from '../ui/numbers.ts'
import type { Context } from './props.ts'
import { RunLink } from './run-link.tsx'

/**
 * Figure 5's way: the likeliest next tokens of each context, on one scale, and how many the nucleus keeps.
 */
export const Contexts = ({ contexts }: { readonly contexts: readonly Context[] }) => (
  <div class="gallery-two gallery-contexts">
    {contexts.map(({ kind, text, kept, tokens, href }) => (
      <section key={text}>
        <h3>
          {kind}: “{text} …”
        </h3>
        <table>
          <caption class="ui-hidden">Likeliest next tokens</caption>
          <tbody>
            {tokens.map(({ token, share, probability }) => (
              <tr key={token}>
                <th scope="row">{token}</th>
                <td class="gallery-bar">
                  <svg aria-hidden="true">
                    <rect width={percent(share)} height="100%" />
                  </svg>
                </td>
                <td class="ui-number">{probability.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          nucleus 0.9 keeps <b>{count(kept)}</b>
          <RunLink href={href} of={text} />
        </p>
      </section>
    ))}
  </div>
)
