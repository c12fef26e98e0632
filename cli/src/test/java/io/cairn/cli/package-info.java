/** Each command as its users call it, and the line format. */
@NullMarked
package io.cairn.cli;

import org.jspecify.annotations.NullMarked;
