/**
 * Room for numbers that are needed for the length of one call, the same each time: arrays of a month are memory beside the
 * heap, and new ones would have the garbage collector go through all of it every few dozen calls. Holds what was there before.
 */
export function createScratch(): (length: number) => Float64Array {
  let room = new Float64Array(0)
  return (length) => {
    if (room.length < length) room = new Float64Array(Math.max(length, 2 * room.length))
    return room.subarray(0, length)
  }
}
