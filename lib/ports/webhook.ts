/** A place of a team's chat. Throws a PortError when the message was not taken; its address is in no error. */
export interface Webhook {
  post(text: string): Promise<void>;
}
