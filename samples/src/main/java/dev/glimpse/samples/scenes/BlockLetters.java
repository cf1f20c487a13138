package dev.glimpse.samples.scenes;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Words in capitals of five by seven squares.
final class BlockLetters {
    private static final int ROWS = 7;

    /// Rows of each letter, from the top, with commas between.
    private static final Map<Character, String> LETTERS =
            Map.ofEntries(
                    Map.entry('A', " ### ,#   #,#   #,#####,#   #,#   #,#   #"),
                    Map.entry('B', "#### ,#   #,#   #,#### ,#   #,#   #,#### "),
                    Map.entry('C', " ### ,#   #,#    ,#    ,#    ,#   #, ### "),
                    Map.entry('D', "#### ,#   #,#   #,#   #,#   #,#   #,#### "),
                    Map.entry('E', "#####,#    ,#    ,#### ,#    ,#    ,#####"),
                    Map.entry('F', "#####,#    ,#    ,#### ,#    ,#    ,#    "),
                    Map.entry('G', " ### ,#   #,#    ,# ###,#   #,#   #, ### "),
                    Map.entry('H', "#   #,#   #,#   #,#####,#   #,#   #,#   #"),
                    Map.entry('I', " ### ,  #  ,  #  ,  #  ,  #  ,  #  , ### "),
                    Map.entry('K', "#   #,#  # ,# #  ,##   ,# #  ,#  # ,#   #"),
                    Map.entry('L', "#    ,#    ,#    ,#    ,#    ,#    ,#####"),
                    Map.entry('M', "#   #,## ##,# # #,# # #,#   #,#   #,#   #"),
                    Map.entry('N', "#   #,##  #,# # #,# # #,#  ##,#   #,#   #"),
                    Map.entry('O', " ### ,#   #,#   #,#   #,#   #,#   #, ### "),
                    Map.entry('P', "#### ,#   #,#   #,#### ,#    ,#    ,#    "),
                    Map.entry('R', "#### ,#   #,#   #,#### ,# #  ,#  # ,#   #"),
                    Map.entry('S', " ####,#    ,#    , ### ,    #,    #,#### "),
                    Map.entry('T', "#####,  #  ,  #  ,  #  ,  #  ,  #  ,  #  "),
                    Map.entry('U', "#   #,#   #,#   #,#   #,#   #,#   #, ### "),
                    Map.entry('X', "#   #,#   #, # # ,  #  , # # ,#   #,#   #"));

    private static final List<Scene.Color> INKS =
            List.of(Scene.Color.BLACK, Scene.Color.BLUE, Scene.Color.RED, Scene.Color.PURPLE);

    private BlockLetters() {}

    /// A word in the middle of a white image.
    static Canvas draw(SplittableRandom random, String word) {
        String[] rows = new String[ROWS];
        Arrays.fill(rows, "");
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            String drawn = LETTERS.get(letter);
            if (drawn == null) {
                throw new IllegalArgumentException("letter " + letter + " has no drawing");
            }
            String[] parts = drawn.split(",", -1);
            for (int row = 0; row < ROWS; row++) {
                rows[row] += parts[row] + " ";
            }
        }
        int columns = rows[0].length() - 1;
        int side = (Scene.SIDE - 16) / columns;
        double left = (Scene.SIDE - columns * side) / 2.0;
        double top = (Scene.SIDE - ROWS * side) / 2.0;
        return new Canvas(Scene.SIDE, Scene.SIDE, Scene.Color.WHITE.rgb())
                .draw(
                        Shape.letters(left, top, side, rows),
                        INKS.get(random.nextInt(INKS.size())).rgb());
    }
}
