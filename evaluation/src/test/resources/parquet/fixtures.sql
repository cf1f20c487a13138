COPY (SELECT * FROM (VALUES
  (241::BIGINT, 'What colour is this?', 'nan', 'A', 'green', 'red', 'nan', 'nan', {'bytes': (SELECT content FROM read_blob('$IMAGES/green.png')), 'path': NULL::VARCHAR}, 'color', 'coarse_perception', 'dev'),
  (1000241, 'What colour is this?', 'nan', 'B', 'red', 'green', 'nan', 'nan', {'bytes': (SELECT content FROM read_blob('$IMAGES/green.png')), 'path': NULL}, 'color', 'coarse_perception', 'dev'),
  (300, 'Which
digit, "quoted"?', 'Look	closely', 'A', '01', 'None', 'nan', 'nan', {'bytes': (SELECT content FROM read_blob('$IMAGES/word.png')), 'path': 'word.png'}, 'ocr', 'finegrained_perception (instance-level)', 'dev')
) t("index", question, hint, answer, A, B, C, D, image, category, "L2-category", split))
TO '$OUT/mmbench.parquet' (FORMAT parquet, COMPRESSION snappy);
COPY (SELECT * FROM (VALUES
  (NULL, 'Which is a solid?', ['rock', 'juice', 'air'], 0::BIGINT, '', 'closed choice', 'grade2', 'natural science'),
  ({'bytes': (SELECT content FROM read_blob('$IMAGES/green.png')), 'path': 'images/1.png'}, 'What colour?', ['red', 'green'], 1, 'Look.', 'closed choice', 'grade8', 'social science')
) t(image, question, choices, answer, hint, task, grade, subject))
TO '$OUT/scienceqa.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY (SELECT * FROM (VALUES
  ('1', 'images/1.jpg', {'bytes': (SELECT content FROM read_blob('$IMAGES/green.png')), 'path': NULL::VARCHAR}, 'How many?', NULL::VARCHAR[], 1.0::DOUBLE, '1.2', 'free_form', 'float', {'split': 'testmini', 'skills': ['numeric commonsense', 'arithmetic reasoning'], 'img_width': 64}),
  ('2', 'images/2.jpg', {'bytes': (SELECT content FROM read_blob('$IMAGES/word.png')), 'path': NULL}, 'Which?', ['yes', 'no'], NULL, 'no', 'multi_choice', 'text', {'split': 'testmini', 'skills': ['logical reasoning'], 'img_width': 64})
) t(pid, image, decoded_image, question, choices, "precision", answer, question_type, answer_type, metadata))
TO '$OUT/mathvista.parquet' (FORMAT parquet, COMPRESSION gzip);
COPY (SELECT 'q' || i AS question_id, 'question ' || i AS question, [{'bytes': encode('one' || i), 'path': NULL::VARCHAR}, {'bytes': encode('two' || i), 'path': NULL}] AS images, i % 3 = 0 AS odd, i / 4 AS quarter FROM range(5000) r(i))
TO '$OUT/groups.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048);
