package io.cairn.conformance;

/** What {@link ReferenceStore} can be made to do wrong, and the test that must find it. */
enum Bug {
    /** Nothing is wrong. */
    NONE(PointOperationsContract.class, ""),

    OVERWRITE_IS_DROPPED(PointOperationsContract.class, "s1_anOverwriteReplacesValuesOfAnyLength"),
    DELETE_ANSWERS_TRUE(PointOperationsContract.class, "s2_deleteTellsWhetherTheKeyWasThere"),
    DELETE_KEEPS_THE_ENTRY(PointOperationsContract.class, "s2_deleteRemovesJustItsKey"),
    GET_OR_INSERT_OVERWRITES(PointOperationsContract.class, "s3_getOrInsertReturnsThePresentValue"),
    GET_OR_INSERT_STORES_NOTHING(
            PointOperationsContract.class, "s3_getOrInsertStoresTheGivenValueIfThereIsNone"),
    EMPTY_VALUE_IS_ABSENT(PointOperationsContract.class, "s4_theEmptyKeyAndTheEmptyValueAreLegal"),
    EMPTY_KEY_IS_DROPPED(PointOperationsContract.class, "s4_theEmptyKeyAndTheEmptyValueAreLegal"),
    SIZE_BYTES_IGNORES_DELETES(
            PointOperationsContract.class, "s5_sizesAreExactAfterEveryOperation"),
    FRAGMENTATION_IS_ABOVE_ONE(
            PointOperationsContract.class, "s5_sizesAreExactAfterEveryOperation"),
    CLEAR_KEEPS_THE_LAST_ENTRY(
            PointOperationsContract.class, "s6_clearRemovesEverythingAndTheStoreGoesOn"),
    KEYS_ARE_CUT_AT_8_BYTES(PointOperationsContract.class, "r1_keysAreTheSameIfTheirBytesAre"),
    OFFSETS_ARE_IGNORED(PointOperationsContract.class, "r2_allFormsOfAnArgumentMeanTheSame"),
    BUFFERS_ARE_CONSUMED(PointOperationsContract.class, "r2_allFormsOfAnArgumentMeanTheSame"),
    GET_INTO_ANSWERS_WHAT_WAS_COPIED(
            PointOperationsContract.class, "r2_getIntoAnArrayCopiesAsFarAsThereIsRoom"),
    GET_INTO_WANTS_ROOM(PointOperationsContract.class, "r2_getIntoAnArrayCopiesAsFarAsThereIsRoom"),
    ABSENT_KEY_THROWS(PointOperationsContract.class, "r3_anAbsentKeyIsAnOrdinaryAnswer"),
    ARRAYS_ARE_KEPT(PointOperationsContract.class, "r5_arraysAreNeitherKeptNorShared"),
    ARRAYS_ARE_SHARED(PointOperationsContract.class, "r5_arraysAreNeitherKeptNorShared"),

    ORDER_IS_SIGNED(ScanContract.class, "r4_keysComeInUnsignedOrderOrItsReverse"),
    ORDER_STOPS_AT_104_BYTES(ScanContract.class, "r4_keysThatDifferFarBehindAreOrdered"),
    PREFIX_OF_FF_IS_EMPTY(ScanContract.class, "r4_rangeBordersAsInTheTruthTable"),
    RANGE_END_IS_INCLUDED(ScanContract.class, "r4_everyPairOfBordersBoundsARange"),
    BACKWARD_SKIPS_THE_FIRST(ScanContract.class, "r4_keysComeInUnsignedOrderOrItsReverse"),
    SCAN_SEES_NO_LATER_KEYS(ScanContract.class, "r4_scansSeeEveryChange"),

    SEEK_IS_OFF_BY_ONE(CursorContract.class, "c1_seekGoesToTheFirstKeyAtOrAfter"),
    SEEK_LEAVES_THE_RANGE(CursorContract.class, "c1_seekStaysInsideOfTheRange"),
    NEXT_STARTS_AGAIN_AFTER_SEEK(CursorContract.class, "c1_nextGoesOnFromWhereSeekWent"),
    CURSOR_OUTLIVES_A_CHANGE(CursorContract.class, "c2_everyChangeOfTheStoreEndsItsCursors"),

    VIEW_OUTLIVES_A_CHANGE(ViewContract.class, "v1_everyChangeOfTheStoreMakesItsViewsStale"),
    VIEW_OF_AN_ABSENT_KEY_STAYS(ViewContract.class, "v1_aViewPointsAtNothingIfTheKeyIsAbsent"),
    VIEW_OF_ANOTHER_STORE_IS_TAKEN(ViewContract.class, "v1_aViewOfAnotherStoreIsRefused"),
    VIEW_IS_BIG_ENDIAN(ViewContract.class, "v2_numbersAreLittleEndianAtAnyAlignment"),
    VIEW_CHECKS_NO_POSITION(ViewContract.class, "v2_positionsOutsideOfTheViewAreRefused"),
    VIEW_COMPARES_SIGNED(ViewContract.class, "v2_viewsCompareUnsigned"),

    COMPACT_DROPS_AN_ENTRY(PersistenceContract.class, "s7_compactionAndIndexImagesChangeNoAnswer"),
    COMPACT_KEEPS_THE_GARBAGE(PersistenceContract.class, "s7_compactionDropsTheGarbage"),
    REOPEN_LOSES_THE_LAST_ENTRY(PersistenceContract.class, "s8_aReopenedStoreHoldsWhatItHeld"),
    REOPEN_IGNORES_CLEAR(PersistenceContract.class, "s8_clearIsThereAfterReopening"),
    LAST_FLUSH_IS_LAST_RECORD(PersistenceContract.class, "s8_recoveryToTheLastFlushGivesJustThat"),
    FLUSH_DROPS_THE_TAG(PersistenceContract.class, "s13_theTagOfTheLastFlushIsRead"),
    REOPEN_DROPS_THE_TAG(PersistenceContract.class, "s13_theTagIsThereAfterReopening"),
    OPEN_TAKES_NO_LOCK(PersistenceContract.class, "s14_aStoreThatIsOpenIsLocked"),

    SNAPSHOT_SEES_LATER_CHANGES(
            SnapshotContract.class, "s9_aSnapshotShowsItsMomentWhateverTheStoreDoes"),
    SNAPSHOT_OUTLIVES_ITS_STORE(SnapshotContract.class, "s9_closingTheStoreEndsItsSnapshots"),
    SNAPSHOT_OUTLIVES_ITS_CLOSE(
            SnapshotContract.class, "s9_aClosedSnapshotThrowsAndTheStoreGoesOn"),

    RESTORE_KEEPS_OLD_ENTRIES(RestoreContract.class, "s10_restoreReplacesAllEntries"),
    RESTORE_IS_HALF_DONE_IF_IT_FAILS(RestoreContract.class, "s10_aStreamThatFailsChangesNothing"),
    RESTORE_READS_TOO_FAR(
            RestoreContract.class, "s10_restoreReadsJustTheSnapshotsBytesAndDoesNotClose"),
    RESTORE_CHECKS_NO_SUM(RestoreContract.class, "s10_aDamagedStreamChangesNothing"),
    RESTORE_TAKES_CLOSED_SNAPSHOTS(RestoreContract.class, "s10_aClosedSnapshotIsRefused"),

    FORGOTTEN_SNAPSHOTS_STAY(
            SnapshotContract.class, "s25_aSnapshotThatIsForgottenHoldsNothingBack"),
    CHANGES_FORGET_DELETES(DeltaContract.class, "s19_changesAreJustTheKeysThatDiffer"),
    CHANGES_MISS_THE_FIRST(DeltaContract.class, "s19_changesAreJustTheKeysThatDiffer"),
    DELTA_FORGETS_DELETES(DeltaContract.class, "s19_chainsRestoreToJustTheSameEntries"),
    RESTORE_TAKES_ANY_LINK(
            DeltaContract.class, "s19_linksThatDoNotContinueEachOtherAreRefusedByName"),
    SUBSET_IS_ALL(SubsetContract.class, "s24_aStreamOfASubsetHoldsJustThat"),
    PARTS_MAY_OVERLAP(SubsetContract.class, "s24_partsWithACommonKeyAreRefusedByName"),

    PUT_ALL_DROPS_THE_LAST_PAIR(BatchContract.class, "s15_putAllPutsEachPair"),
    PUT_ALL_KEEPS_THE_FIRST_OF_TWO(BatchContract.class, "s15_ofAKeyGivenTwiceTheLaterValueStays"),
    PUT_ALL_CHECKS_AS_IT_GOES(BatchContract.class, "s15_aBatchWithABadKeyPutsNothing"),
    BATCHES_ARE_CUT_TO_THE_SHORTER_ARRAY(
            BatchContract.class, "s15_fewerValuesOrViewsThanKeysAreRefused"),
    GET_ALL_COUNTS_ABSENT_KEYS(BatchContract.class, "s15_getAllPointsEachView"),
    GET_ALL_LEAVES_VIEWS_OF_ABSENT_KEYS(
            BatchContract.class, "s15_aViewWhoseKeyIsAbsentPointsAtNothing"),

    BATCH_IS_MADE_BACKWARDS(WriteBatchContract.class, "s18_operationsAreMadeInTheirOrder"),
    BATCH_DROPS_DELETES(WriteBatchContract.class, "s18_deletesAreMadeToo"),
    BATCH_IS_HALF_DONE_IF_IT_FAILS(
            WriteBatchContract.class, "s18_aBatchThatDoesNotFitChangesNothing"),
    WRITE_CLEARS_THE_BATCH(WriteBatchContract.class, "s18_theBatchStaysAsItIs"),

    UPDATE_IS_DROPPED(UpdateContract.class, "s16_updateChangesTheBytesThatItWrites"),
    UPDATE_ANSWERS_TRUE(UpdateContract.class, "s16_anAbsentKeyIsNotUpdated"),
    UPDATE_STAYS_IF_THE_UPDATER_THROWS(
            UpdaterContract.class, "s16_anUpdaterThatThrowsChangesNothing"),
    UPDATE_REACHES_SNAPSHOTS(UpdateContract.class, "s16_anOpenSnapshotShowsTheOldBytes"),
    UPDATED_VIEW_STAYS_OPEN(UpdaterContract.class, "s16_theUpdatersViewIsStaleAfterwards"),
    UPDATED_NUMBERS_ARE_BIG_ENDIAN(
            UpdaterContract.class, "s16_numbersAreWrittenLittleEndianAtAnyAlignment"),
    UPDATE_CHECKS_NO_POSITION(UpdaterContract.class, "s16_positionsOutsideOfTheValueAreRefused"),
    UPDATER_MAY_CALL_THE_STORE(UpdaterContract.class, "s16_callsFromInsideOfAnUpdaterAreRefused"),
    ADD_LONG_INSERTS_ZERO(CounterContract.class, "s17_anAbsentNumberCountsAsZero"),
    ADD_LONG_IS_BIG_ENDIAN(CounterContract.class, "s17_theSumIsTheValueLittleEndian"),
    ADD_LONG_SATURATES(CounterContract.class, "s17_theSumWrapsAround"),
    ADD_LONG_TAKES_ANY_LENGTH(CounterContract.class, "s17_aValueOfAnotherLengthIsRefused"),

    COMPACTION_IN_STEPS_DROPS_AN_ENTRY(
            CompactionContract.class, "s7_compactionInStepsChangesNoAnswer"),
    TICK_TAKES_ANY_TIME(CompactionContract.class, "s20_tickRefusesATimeBelowOne"),
    TICK_IS_ALWAYS_A_CHANGE(CompactionContract.class, "s20_tickWithNothingToDoIsNoChange"),
    TICK_DOES_NOTHING(CompactionContract.class, "s20_tickDropsTheGarbage"),
    STORE_NEVER_COMPACTS_ITSELF(
            CompactionContract.class, "s21_aStoreThatIsOverwrittenStaysBelowThreeTimesWhatIsLive"),
    STORE_COMPACTS_ALTHOUGH_IT_IS_OFF(
            CompactionContract.class, "s21_compactionThatIsOffNeverBegins"),

    LONG_KEYS_ARE_TAKEN(BadInputContract.class, "r1_keysThatAreTooLongAreRefused"),
    NULL_VALUE_IS_EMPTY(BadInputContract.class, "s11_nullKeysAndValuesAreRefused"),
    RANGES_ARE_CLIPPED(BadInputContract.class, "r2_rangesOutsideOfTheirArraysAreRefused"),
    LONG_TAGS_ARE_CUT(BadInputContract.class, "s13_tagsThatAreTooLongAreRefused"),
    CLOSED_STORE_IS_READ(MisuseContract.class, "s11_everyReadAfterCloseThrows"),
    CLOSED_STORE_IS_CHANGED(MisuseContract.class, "s11_everyChangeAfterCloseThrows"),
    CALLS_FROM_INSIDE_ARE_TAKEN(MisuseContract.class, "aCallFromInsideOfAnotherIsRefused");

    private final Class<?> contract;
    private final String test;

    Bug(Class<?> contract, String test) {
        this.contract = contract;
        this.test = test;
    }

    /** The contract to which the test belongs that must fail. */
    Class<?> contract() {
        return contract;
    }

    /** The name of the test that must fail. */
    String test() {
        return test;
    }
}
