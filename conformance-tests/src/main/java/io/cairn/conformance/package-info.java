/**
 * The conformance suite of Cairn's stores, as a library: whoever writes a memory backend extends
 * its contracts and runs them.
 *
 * <p>A backend's author writes one class for each contract, of one method each:
 *
 * <pre>{@code
 * final class MyPointOperationsTest extends PointOperationsContract {
 *     @Override
 *     protected StateStoreProvider provider() {
 *         return new MyProvider();
 *     }
 * }
 * }</pre>
 *
 * <p>Priorities, in order: a store that breaks a rule is caught, which the suite's own tests show
 * with stores that are wrong on purpose; a failure says which rule and which bytes; a run is short
 * enough to be run always. What a backend cannot do is declared in
 * {@link io.cairn.conformance.Capabilities}, never sniffed.
 *
 * <p>Tests bear the numbers of the rules in the Javadoc of {@link io.cairn.StateStore} (S),
 * {@link io.cairn.KeyValueReader} (R), {@link io.cairn.BytesView} (V) and {@link io.cairn.Cursor}
 * (C). A rule that no test can show from outside stands there as a disabled test, with the reason.
 *
 * <p>Random tests print their seed where they fail. System properties: {@code cairn.tries}, random
 * sequences of operations for each backend; {@code cairn.long.tries}, long ones;
 * {@code cairn.kills}, processes killed for each backend; {@code cairn.cuts}, moments at which the
 * power is lost; {@code cairn.failures}, moments at which the disk fails; {@code cairn.rot} and
 * {@code cairn.rot.bits}, places and bits that rot; {@code cairn.large}, entries loaded under a
 * small heap; {@code cairn.seed} repeats a run.
 */
@NullMarked
package io.cairn.conformance;

import org.jspecify.annotations.NullMarked;
