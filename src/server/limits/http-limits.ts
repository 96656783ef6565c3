/** The limits on what a connection may send, and how slowly; each a setting of the environment. */
export interface HttpLimits {
  /** Of a body after it was decompressed. */
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly stallTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
}
