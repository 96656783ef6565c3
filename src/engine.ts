/**
 * Settings of the JavaScript engine, for a server of many short requests; they have to stand before anything else is
 * loaded.
 *
 * - V8 learns from the first requests that rows live long and from then on makes them where only the rare, great
 *   collections look. The rows of every later request then stay until such a collection, and all that hangs on them:
 *   28 of 30 KB for each request for 20 news items, which took a quarter of the time. Rows are better left where short
 *   lives are expected.
 * - V8 would let the heap grow to about four times what lives in it before a great collection. Half as much again is
 *   enough: the collections take about a hundredth of the time, and the process a third less memory.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--no-allocation-site-pretenuring');
setFlagsFromString('--heap-growing-percent=50');
