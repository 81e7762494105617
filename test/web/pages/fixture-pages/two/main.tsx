import { hydratePage } from '../../../../../src/page/ui/hydrate.tsx'
import { OnePage } from '../one/page.tsx'

hydratePage(OnePage)

addEventListener('click', () => import('./later.ts').then(({ useNothing }) => useNothing.name))
