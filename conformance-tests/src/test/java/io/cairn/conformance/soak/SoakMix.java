package io.cairn.conformance.soak;

import io.cairn.Direction;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** How often the soak does what. */
final class SoakMix {
    private static final int LARGEST_BATCH = 90;
    private static final int LONGEST_TAG = 4_096;

    private SoakMix() {}

    static SoakStep step(SplittableRandom random, byte[] tag, boolean onSmallDisk) {
        int chance = random.nextInt(20_000);
        if (chance < 19_600) {
            return entry(random, chance % 100);
        }
        if (chance < 19_800) {
            byte[] longer = Arrays.copyOf(tag, Long.BYTES + random.nextInt(60));
            return new SoakStep.Flush(chance < 19_610 ? Arrays.copyOf(tag, LONGEST_TAG) : longer);
        }
        if (chance < 19_900) {
            return snapshots(random, chance % 20);
        }
        return onSmallDisk && chance < 19_960 ? disk(chance % 4) : upkeep(chance % 20);
    }

    private static SoakStep entry(SplittableRandom random, int chance) {
        if (chance < 45) {
            return new SoakStep.Put(SoakKeys.key(random), SoakKeys.value(random));
        } else if (chance < 60) {
            return new SoakStep.Delete(SoakKeys.key(random));
        } else if (chance < 70) {
            return new SoakStep.Update(SoakKeys.key(random), random.nextInt(64));
        } else if (chance < 80) {
            return new SoakStep.AddLong(SoakKeys.counter(random), random.nextLong());
        } else if (chance < 82) {
            return putAll(random);
        } else if (chance < 85) {
            return write(random);
        } else if (chance < 97) {
            return new SoakStep.Read(SoakKeys.key(random));
        }
        Direction direction = random.nextBoolean() ? Direction.FORWARD : Direction.BACKWARD;
        return new SoakStep.Scan(SoakKeys.key(random), direction, random.nextInt(60));
    }

    private static SoakStep putAll(SplittableRandom random) {
        byte[][] keys = SoakKeys.keys(random, random.nextInt(LARGEST_BATCH));
        byte[][] values = new byte[keys.length][];
        Arrays.setAll(values, i -> SoakKeys.value(random));
        return new SoakStep.PutAll(keys, values);
    }

    /** As many puts and deletes, of which a third are deletes. */
    private static SoakStep write(SplittableRandom random) {
        byte[][] keys = SoakKeys.keys(random, random.nextInt(LARGEST_BATCH));
        byte[] @Nullable [] values = new byte[keys.length][];
        Arrays.setAll(values, i -> random.nextInt(3) == 0 ? null : SoakKeys.value(random));
        return new SoakStep.Write(keys, values);
    }

    private static SoakStep snapshots(SplittableRandom random, int chance) {
        if (chance < 12) {
            return new SoakStep.TakeSnapshot();
        }
        return chance < 17
                ? new SoakStep.CheckSnapshot()
                : new SoakStep.Restore(random.nextBoolean());
    }

    private static SoakStep disk(int chance) {
        return chance < 1 ? new SoakStep.FillDisk() : new SoakStep.MakeRoom();
    }

    private static SoakStep upkeep(int chance) {
        if (chance < 7) {
            return new SoakStep.Compact();
        } else if (chance < 11) {
            return new SoakStep.SaveIndex();
        } else if (chance < 14) {
            return new SoakStep.Reopen();
        } else if (chance < 16) {
            return new SoakStep.ReopenToLastFlush();
        }
        return chance < 19 ? new SoakStep.VerifyAll() : new SoakStep.Clear();
    }
}
