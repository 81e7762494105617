import { hydratePage } from '../../../../../src/page/ui/hydrate.tsx'
import { OnePage } from '../one/page.tsx'

hydratePage(OnePage)
