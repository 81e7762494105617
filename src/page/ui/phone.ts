/** Whether the page is as narrow as on a phone, where its style sheets put things elsewhere. */
export const isPhone = (): boolean => matchMedia('(max-width: 640px)').matches
