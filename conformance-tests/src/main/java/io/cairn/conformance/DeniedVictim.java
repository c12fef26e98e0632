package io.cairn.conformance;

import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import io.cairn.spi.StateStoreProvider;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;

/** The process that {@link DeniedContract} denies something; it prints how often it was. */
final class DeniedVictim {
    static final int FILE_LIMIT_BYTES = 3_000_000;

    private static final int MOST_FREE_DESCRIPTORS = 8;
    /** Compacting, saving an image, and opening another store, with no descriptor at all. */
    private static final int LEAST_DENIALS = 3;

    private final StateStoreProvider provider;
    private final Path folder;
    private final Model model = new Model();
    private final Deque<FileChannel> taken = new ArrayDeque<>();
    private StateStore store;
    private int denied;

    private DeniedVictim(StateStoreProvider provider, Path folder) {
        this.provider = provider;
        this.folder = folder;
        this.store = open();
    }

    /**
     * Runs one of the tests.
     *
     * @param args the provider's class, what is denied, an empty folder
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err); // what backends print must not get between
        DeniedVictim victim = new DeniedVictim(ChildJvm.provider(args[0]), Path.of(args[2]));
        switch (args[1]) {
            case "RIGHTS" -> victim.withoutRights();
            case "DESCRIPTORS" -> victim.withoutDescriptors();
            case "FILE_SIZE" -> victim.withLimitedFiles();
            default -> throw new IllegalArgumentException("test=" + args[1]);
        }
        victim.verifyReopened();
        victim.store.close();
        out.println("denied=" + victim.denied + " entries=" + victim.model.size());
    }

    private StateStore open() {
        return provider.openPersistent(folder.resolve("store"), StoreOptions.defaults());
    }

    private interface Call {
        void run() throws IOException;
    }

    /** Runs a call that may be denied; if it is, it says so and changes nothing. */
    private boolean isDone(Call call) throws IOException {
        try {
            call.run();
            return true;
        } catch (StoreIoException refusal) {
            denied++;
            String message = String.valueOf(refusal.getMessage());
            Verifier.require(
                    message.contains(folder.toString())
                            && (message.contains("mend rights")
                                    || message.contains("must exist and be writable")
                                    || message.contains("open it again")),
                    "no remedy in: " + message);
            if (message.contains("open it again")) {
                Verifier.verify(store, model);
            }
            return false;
        }
    }

    private void requireDenied(Call call, String what) throws IOException {
        Verifier.require(!isDone(call), what + " was not denied");
        Verifier.verify(store, model);
    }

    private void verifyReopened() {
        Verifier.verify(store, model);
        store.close();
        store = open();
        Verifier.verify(store, model);
    }

    /** For a user, or a superuser who has lost the power to override rights. */
    private void withoutRights() throws IOException {
        PersistenceContract.churn(store, model, 1);
        setRights(folder, "r-xr-xr-x");
        Path file = folder.resolve("store");
        try {
            Verifier.require(!Files.isWritable(folder), "rights bind nobody here");
            requireDenied(store::compact, "compaction");
            requireDenied(store::saveIndex, "an index image");
            PersistenceContract.churn(store, model, 2);
            store.flush();
            store.close();
            setRights(file, "r--r--r--");
            store = provider.openPersistent(file, StoreOptions.defaults().withReadOnly(true));
            requireDenied(
                    () -> provider.openPersistent(folder.resolve("new"), StoreOptions.defaults()),
                    "a new store");
            store.close();
            Verifier.require(!isDone(() -> open().close()), "writing was not denied");
            setRights(file, "---------");
            Verifier.require(!isDone(() -> open().close()), "reading was not denied");
        } finally {
            setRights(folder, "rwxr-xr-x");
            setRights(file, "rw-r--r--");
        }
        store = open();
    }

    private static void setRights(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    /** Tries everything with no descriptor left, then with one, and so on. */
    private void withoutDescriptors() throws IOException {
        everything(0); // loads all classes, which takes descriptors too
        failOnce();
        int before = denied;
        for (int free = 0; free < MOST_FREE_DESCRIPTORS; free++) {
            takeAll();
            giveBack(free);
            everything(1 + free);
        }
        giveBack(taken.size());
        everything(100);
        Verifier.require(denied >= before + LEAST_DENIALS, "denied=" + denied);
    }

    /** Loads the classes that failures need. */
    private void failOnce() throws IOException {
        for (String name : new String[] {"store.compact", "store.idx.tmp"}) {
            Path inTheWay = Files.createDirectories(folder.resolve(name).resolve("inside"));
            isDone(store::compact);
            isDone(store::saveIndex);
            Files.delete(inTheWay);
            Files.deleteIfExists(folder.resolve(name));
        }
        Verifier.require(denied > 0, "folders are written like files");
    }

    private void giveBack(int descriptors) throws IOException {
        for (int i = Math.min(descriptors, taken.size()); i > 0; i--) {
            taken.pop().close();
        }
    }

    private void takeAll() {
        Path nothing = Path.of("/dev/null");
        try {
            while (true) {
                taken.push(FileChannel.open(nothing));
            }
        } catch (IOException allTaken) {
            Verifier.require(!taken.isEmpty(), "not one descriptor: " + allTaken);
        }
    }

    private void everything(int seed) throws IOException {
        PersistenceContract.churn(store, model, seed);
        isDone(store::compact);
        mend();
        isDone(store::saveIndex);
        isDone(store::flush);
        mend();
        PersistenceContract.churn(store, model, seed + 200);
        isDone(() -> provider.openPersistent(folder.resolve("other"), StoreOptions.defaults())
                .close());
        Verifier.verify(store, model);
    }

    /** A store that could not force its folder is opened again, once there are descriptors. */
    private void mend() throws IOException {
        try {
            store.delete(Bytes.utf8("a key that is never put"));
        } catch (StoreIoException poisoned) {
            denied++;
            Verifier.verify(store, model);
            store.close();
            giveBack(MOST_FREE_DESCRIPTORS);
            store = open();
            Verifier.verify(store, model);
        }
    }

    private void withLimitedFiles() throws IOException {
        boolean full = false;
        for (int i = 0; !full; i++) {
            byte[] key = Bytes.bigEndian(i);
            byte[] value = Bytes.random(i, 1_000);
            full = !isDone(() -> store.put(key, value));
            if (!full) {
                model.put(key, value);
            }
            Verifier.require(i <= FILE_LIMIT_BYTES / 1_000, "no limit was met");
        }
        Verifier.verify(store, model);
        verifyReopened();
        int entries = model.size();
        for (int i = 0; i < entries; i++) {
            if (i % 2 == 0) {
                byte[] key = Bytes.bigEndian(i);
                if (isDone(() -> store.delete(key))) {
                    model.delete(key);
                }
            }
        }
        isDone(store::saveIndex);
        Verifier.verify(store, model);
        isDone(store::compact);
    }
}
