import { hydratePage } from '../ui/hydrate.tsx'
import { ModelsPage } from './page.tsx'

hydratePage(ModelsPage)
