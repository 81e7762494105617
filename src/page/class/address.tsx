import { Notice } from '../ui/notice.tsx'
import type { ClassProps } from './props.ts'
import { QrCode } from './qr.tsx'

/** What students open. */
export function Address({ start, others, token, students, link }: ClassProps) {
  return (
    <section class="ui-sheet class-part" aria-labelledby="h-address">
      <h2 id="h-address">The address</h2>
      {start ? (
        <div class="class-place">
          <QrCode place={start} />
          <div>
            <p>
              <a class="class-url ui-mono" href={start.url}>
                {start.url}
              </a>
            </p>
            <p class="ui-quiet">
              Whoever opens it for the first time sees <a href={start.url}>the story in five scenes</a>.
              Students must be on the same network as this computer.
            </p>
            {token === undefined ? (
              <p class="ui-quiet">The server asks for no access token.</p>
            ) : (
              <details>
                <summary>Students are asked for the access token once: show it</summary>
                <p class="class-url ui-mono">{token}</p>
              </details>
            )}
            {others.length > 0 && (
              <details>
                <summary>If it does not open: other addresses of this computer</summary>
                <ul class="class-others">
                  {others.map((url) => (
                    <li key={url}>
                      <a href={`/class?${new URLSearchParams({ address: url, students, link })}`}>{url}</a>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </div>
        </div>
      ) : (
        <Notice
          kind="warn"
          icon="off"
          title="Only this computer can open this server"
          text={
            'Start it with HOST=0.0.0.0 npm start: then students on the same network can ' +
            'open it, too, with the access token that it prints.'
          }
        />
      )}
    </section>
  )
}
