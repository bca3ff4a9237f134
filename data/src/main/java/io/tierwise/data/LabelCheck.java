package io.tierwise.data;

import io.tierwise.data.Label.ClassIndex;
import io.tierwise.data.Label.ClassMap;
import io.tierwise.data.Label.None;
import io.tierwise.data.Task.Agreement;
import io.tierwise.data.Task.Classification;
import io.tierwise.data.Task.Segmentation;

/// Whether a sample's label can be used by a task.
final class LabelCheck {
    private LabelCheck() {}

    static void check(Task task, SampleSet samples, int index, long modelClasses) {
        switch (task) {
            case Agreement agreement -> {}
            case Classification classification ->
                check(classification, samples.label(index), where(samples, index), modelClasses);
            case Segmentation segmentation ->
                check(segmentation, samples.label(index), where(samples, index), modelClasses);
        }
    }

    private static String where(SampleSet samples, int index) {
        return "Sample " + index + " of " + samples.describe();
    }

    private static void check(Classification task, Label label, String where, long modelClasses) {
        switch (label) {
            case ClassIndex(int index) -> {
                long modelClass = (long) index + task.classOffset();
                if (modelClass < 0 || modelClass >= modelClasses) {
                    throw new DataException(where + ": class " + index
                            + (task.classOffset() == 0 ? "" : " + class-offset " + task.classOffset())
                            + " is out of range, the model has classes 0 to " + (modelClasses - 1)
                            + ". Check the labels and class-offset.");
                }
            }
            case ClassMap map ->
                throw new DataException(
                        where + " is labelled with a mask, but the task is classification. Use task: segmentation.");
            case None none -> throw new DataException(where + " has no label. Give labels, or use task: agreement.");
        }
    }

    private static void check(Segmentation task, Label label, String where, long modelClasses) {
        switch (label) {
            case ClassMap map -> {
                for (byte pixel : map.classes()) {
                    int found = Byte.toUnsignedInt(pixel);
                    if (found >= modelClasses && found != task.ignoredIndex()) {
                        throw new DataException(where + ": the mask has class " + found
                                + ", the model has classes 0 to " + (modelClasses - 1)
                                + ". If it marks pixels that do not count, set ignore: " + found + ".");
                    }
                }
            }
            case ClassIndex index ->
                throw new DataException(
                        where + " is labelled with one class, but the task is segmentation. Give masks.");
            case None none -> throw new DataException(where + " has no mask. Give masks, or use task: agreement.");
        }
    }
}
