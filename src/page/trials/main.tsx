import { hydratePage } from '../ui/hydrate.tsx'
import { TrialsPage } from './page.tsx'

hydratePage(TrialsPage)
