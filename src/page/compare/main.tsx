import { hydratePage } from '../ui/hydrate.tsx'
import { ComparePage } from './page.tsx'

hydratePage(ComparePage)
