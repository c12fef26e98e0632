/**
 * The command line of Cairn: {@code java -jar cairn.jar COMMAND PATH}.
 *
 * <p>Priorities, in order: a command that only looks changes no byte; what is printed can be taken
 * up by another program; entries stream, whatever their number.
 *
 * <p>One thread. Results go to the standard output, messages and progress to the standard error.
 * Each command is a class named after it; {@link io.cairn.cli.ExitCode} lists the exit codes.
 */
@NullMarked
package io.cairn.cli;

import org.jspecify.annotations.NullMarked;
