import type { CodedAddress } from './props.ts'

/** An address to be scanned: dark on light in every colour scheme, as cameras expect it. */
export const QrCode = ({ place: { url, code } }: { readonly place: CodedAddress }) =>
  code && (
    <svg
      class="class-qr"
      viewBox={`0 0 ${code.size} ${code.size}`}
      role="img"
      aria-label={`QR code of ${url}`}
    >
      <rect class="class-qr-ground" width="100%" height="100%" />
      <path class="class-qr-ink" d={code.path} shape-rendering="crispEdges" />
    </svg>
  )
