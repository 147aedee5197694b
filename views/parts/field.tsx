import type { Child, PropsWithChildren } from 'hono/jsx'

/** A control of a form under its label. */
export function Field({ label, children }: PropsWithChildren<{ label: string; children: Child }>) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  )
}
