package io.cairn.chronicle;

import java.lang.System.Logger.Level;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;
import org.jspecify.annotations.Nullable;

/** Chronicle's system calls, loaded with the first large memory, which takes some 200 ms. */
final class Posix {
    /** What SLF4J, which comes with it, reads when it is loaded. */
    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

    /** Null where there are none: not Linux, or native access is denied. */
    static final @Nullable PosixAPI API = load();

    private Posix() {}

    private static @Nullable PosixAPI load() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return null;
        }
        boolean quiet = System.getProperty(SLF4J_VERBOSITY) == null;
        if (quiet) {
            // Else SLF4J prints that it has no provider, in programs that never heard of it.
            System.setProperty(SLF4J_VERBOSITY, "ERROR");
        }
        try {
            PosixAPI api = PosixAPI.posix();
            // On no bytes: where the native library did not load, the first call says so.
            api.madvise(0, 0, MAdviseFlag.MADV_NORMAL.value());
            return api;
        } catch (LinkageError | RuntimeException e) {
            System.getLogger(Posix.class.getName()).log(Level.DEBUG, "no huge pages", e);
            return null;
        } finally {
            if (quiet) {
                System.clearProperty(SLF4J_VERBOSITY);
            }
        }
    }
}
