// Where the built page lies on its host, and the addresses that follow from it.

/** "/", "/folder/", or "./" when the build serves in any folder. */
export const BASE = import.meta.env.BASE_URL

/** A file of public/ or of the host's. */
export const fileUrl = (name: string): string => BASE + name

/** In a build for any folder a view's path comes after "#": its host can't answer paths. */
export const HASH_ADDRESSES = BASE === './'

/** A view's path for the router's history. */
export function viewPath(view: string): string {
  return HASH_ADDRESSES ? view : BASE + view.slice(1)
}

/** A view's whole address: "/jobs/17" → "https://…/jobs/17". */
export function viewUrl(view: string): string {
  const path = HASH_ADDRESSES ? `./#${view}` : viewPath(view)
  return new URL(path, document.baseURI).href
}
