/**
 * What tests ask of the machine that they run on, beyond the JVM: small file systems that fill up
 * and lose their power. Not exported: it is there for the suite alone.
 *
 * <p>Priorities, in order: nothing outlives the test, a mounted file system least of all; where the
 * machine does not permit something, it says why in one sentence, with which a test is skipped.
 *
 * <p>One thread at a time. Failures are {@link java.io.IOException}, with what the command said.
 */
@NullMarked
package io.cairn.conformance.host;

import org.jspecify.annotations.NullMarked;
