/**
 * The record log: the only home of keys and values, append-only, in windows of memory or of one
 * mapped file.
 *
 * <p>{@link io.cairn.engine.log.RecordFormat} owns the layout of a record and
 * {@link io.cairn.engine.log.FileFormat} that of the file's header; {@code docs/file-format.md} is
 * their prose. {@link io.cairn.engine.log.RecordLog} appends and reads,
 * {@link io.cairn.engine.log.LogReader} walks a file's records when it is opened, and tells a torn
 * tail from corruption.
 *
 * <p>Priorities, in order: a record that was appended is never lost or changed; a damaged byte is
 * never taken for data; an append costs its bytes and nothing more.
 *
 * <p>Threads: the owner appends; others may read what lies before an end that was handed to them
 * safely.
 */
@NullMarked
package io.cairn.engine.log;

import org.jspecify.annotations.NullMarked;
