/**
 * The soak: random work on stores by processes that are killed, whose disks fill up and lose their
 * power, for as long as one likes: {@code mvn -Psoak -Dminutes=N}.
 *
 * <p>A <em>generation</em> is one such process, the victim. Its operations follow from a seed and a
 * number alone; a journal, which outlives it, says which of them have returned and how. So the
 * parent knows which states the store may be in, opens it, and compares.
 *
 * <p>Priorities, in order: nothing that was promised may be missing without a failure that names
 * the seed; each kind of misfortune meets each backend often; much is tried in a short time.
 *
 * <p>System properties: {@code minutes}, for how long, over all backends; {@code soak.backend}, the
 * only one to take; {@code soak.seed} repeats the choices of a run, though not the moments of its
 * kills.
 */
@NullMarked
package io.cairn.conformance.soak;

import org.jspecify.annotations.NullMarked;
