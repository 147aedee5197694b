/** Numbers that statfs gives to file systems of other machines, where the locks and the shared memory of SQLite do not hold. */
const remote: Record<number, string> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'SMB',
  4266872130: 'SMB',
  16914839: '9P',
  1397113167: 'AFS',
}

/** The name of a file system on which an SQLite database is not safe; undefined where it is. */
export function unsafeFileSystem(type: number): string | undefined {
  return remote[type >>> 0]
}
