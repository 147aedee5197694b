import type { Text } from '../model.ts'

/** What can be wrong with an inventory file. */
export type ProblemCode =
  // the file
  | 'empty_file'
  | 'too_large'
  | 'too_many_rows'
  | 'workbook'
  | 'not_text'
  | 'nul_byte'
  | 'malformed_csv'
  | 'unknown_kind'
  | 'unknown_column'
  | 'missing_column'
  | 'duplicate_column'
  | 'cell_count'
  // a cell of a sheet
  | 'formula'
  | 'sheet_error'
  | 'merged_cells'
  | 'imprecise_number'
  // a cell
  | 'required'
  | 'too_long'
  | 'control_character'
  | 'bad_code'
  | 'bad_name'
  | 'bad_value'
  | 'bad_day'
  | 'bad_number'
  | 'ambiguous_number'
  | 'out_of_range'
  | 'bad_email'
  | 'bad_host'
  | 'bad_ipv4'
  | 'bad_ipv6'
  | 'zone_id'
  | 'prefix_given'
  | 'ipv4_mapped'
  | 'not_a_host_address'
  | 'bad_prefix'
  | 'host_bits_set'
  | 'repeated_item'
  // a row, and rows together
  | 'ends_before_start'
  | 'half_position'
  | 'half_uplink'
  | 'senders_without_mail'
  | 'interface_without_device'
  | 'duplicate_code'
  | 'code_differs_in_case'
  | 'unknown_unit'
  | 'unknown_parent'
  | 'unknown_device'
  | 'parent_kind'
  | 'parent_cycle'
  // the address plan
  | 'no_source'
  | 'only_of_allocations'
  | 'duplicate_prefix'
  | 'overlapping_prefix'
  // changes of units
  | 'wrong_units'
  | 'only_of_renames'
  | 'same_name'
  | 'not_there_then'
  | 'ends_on_another_day'
  | 'name_differs'
  | 'withdrawn_change'
  // files of figures
  | 'future_day'
  | 'more_than_whole'
  | 'document_missing'
  | 'unknown_host'
  | 'unknown_project'

/** What is wrong, before it is known where. */
export type Flaw = { code: ProblemCode; message: Text }

/** `row` is the line of the file on which the row begins, from 1; null speaks of the whole file or column. */
export type Problem = Flaw & { file: string; row: number | null; column: string | null }

export function flaw(code: ProblemCode, vi: string, en: string): Flaw {
  return { code, message: { vi, en } }
}
