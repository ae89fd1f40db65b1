/** One protection taken out: an edit of the code, and the test that must go red by it. */
export interface Removal {
  /** What is gone then, in words. */
  readonly what: string;
  /** The file that protects. */
  readonly file: string;
  /** A text that stands in it once, and what stands there without the protection. */
  readonly from: string;
  readonly to: string;
  /** The file that holds the test; a test of that name must fail. */
  readonly test: string;
  /** The file that runs it, where the test is part of a contract. */
  readonly run?: string;
  /** `types`: the test is one that must not compile any more. */
  readonly check?: 'types';
}

/** What has happened in a real system, and how it is kept from happening here. */
export interface Incident {
  readonly id: string;
  /** Half a sentence: what happened. */
  readonly happened: string;
  readonly removals: readonly Removal[];
  /** What of it is still to come, and with what. */
  readonly later?: string;
}
