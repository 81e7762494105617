import { hydratePage } from '../../ui/hydrate.tsx'
import { FrozenPage } from './frozen-page.tsx'

/** What runs inside an exported page. It is bundled into one script, which the file holds. */
hydratePage(FrozenPage)
