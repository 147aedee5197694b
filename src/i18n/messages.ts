import type { Locale } from '../model.ts'
import { messages as en } from './en/messages.ts'
import { messages as vi } from './vi/messages.ts'

/** Vietnamese is the source: what it says, English must say too, or it does not compile. */
export type Messages = typeof vi

export const messages: Record<Locale, Messages> = { vi, en }

/** What every view needs to speak: the words, and the language for numbers, dates and texts of the model. */
export type Words = { t: Messages; locale: Locale }
