/** Something that was asked of the stack and will not be built. The message is one line for the person who asked. */
export class StackRefusal extends Error {
  override readonly name = 'StackRefusal';
}
