package io.tierwise.data;

import io.tierwise.data.Label.ClassIndex;
import io.tierwise.data.Label.ClassMap;
import io.tierwise.data.Label.None;
import io.tierwise.data.Task.Agreement;
import io.tierwise.data.Task.Classification;
import io.tierwise.data.Task.Segmentation;
import java.util.OptionalLong;

/// Whether a sample's label can be used by a task.
final class LabelCheck {
    private LabelCheck() {}

    static void check(Task task, Sample sample, OptionalLong modelClasses) {
        String where = "Sample " + sample.id();
        switch (task) {
            case Agreement agreement -> {}
            case Classification classification -> check(classification, sample.label(), where, modelClasses);
            case Segmentation segmentation -> check(segmentation, sample.label(), where, modelClasses);
        }
    }

    private static void check(Classification task, Label label, String where, OptionalLong modelClasses) {
        switch (label) {
            case ClassIndex(int index) -> {
                long modelClass = (long) index + task.classOffset();
                if (modelClass < 0 || modelClass >= modelClasses.orElse(Long.MAX_VALUE)) {
                    throw new DataException(where + " has label " + index
                            + (task.classOffset() == 0
                                    ? ""
                                    : " (class " + modelClass + " with class-offset " + task.classOffset() + ")")
                            + ", " + known(modelClasses) + ". Correct the labels; if the model counts its classes"
                            + " from another number than the labels, say so with class-offset.");
                }
            }
            case ClassMap map ->
                throw new DataException(
                        where + " is labelled with a mask, but the task is classification. Use task: segmentation.");
            case None none -> throw new DataException(where + " has no label. Give labels, or use task: agreement.");
        }
    }

    private static void check(Segmentation task, Label label, String where, OptionalLong modelClasses) {
        switch (label) {
            case ClassMap map -> {
                for (byte pixel : map.classes()) {
                    int found = Byte.toUnsignedInt(pixel);
                    if (found >= modelClasses.orElse(Long.MAX_VALUE) && found != task.ignoredIndex()) {
                        throw new DataException(where + ": its mask has class " + found + ", " + known(modelClasses)
                                + ". Correct the mask; if the class marks pixels that do not count, use task:"
                                + " {segmentation: {ignore: " + found + "}}.");
                    }
                }
            }
            case ClassIndex index ->
                throw new DataException(
                        where + " is labelled with one class, but the task is segmentation. Give masks.");
            case None none -> throw new DataException(where + " has no mask. Give masks, or use task: agreement.");
        }
    }

    private static String known(OptionalLong modelClasses) {
        return modelClasses.isPresent()
                ? "the model has " + modelClasses.getAsLong() + " classes, 0 to " + (modelClasses.getAsLong() - 1)
                : "the model's classes count from 0";
    }
}
