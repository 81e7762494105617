/**
 * Name of the cookie that keeps the story away. The server reads it, so that nothing moves on a later visit.
 */
export const STORY_COOKIE = 'nucleus-story'
