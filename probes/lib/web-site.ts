import { getDomain } from 'tldts'

/**
 * What a host belongs to: its registrable domain by the Public Suffix List, so that "a.haiduong.gov.vn" and
 * "b.haiduong.gov.vn" are one site, and "a.gov.vn" and "b.gov.vn" are two. An address, or a suffix, is a site of its own.
 */
export function siteOf(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host
}
