/** What a person is written: one line of subject, and plain text. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Writes to the people of the desk. Throws a PortError when the message was not taken. */
export interface Mail {
  send(message: Message): Promise<void>;
}
