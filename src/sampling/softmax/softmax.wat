;; Weights of a softmax: exp(logit - highest) in float64, two at a time. The exponential is fdlibm's
;; (e_exp.c), with the operations in its order, so every weight has the bits that Math.exp gives; sums run
;; from the first logit to the last. Counts are even and at least 2; `widen` takes a multiple of 4.
(module
  (memory (export "memory") 1)

  ;; Smallest and largest of `count` float64 numbers at `at`, and their sum, which is no number where one of
  ;; them is none; written behind each other to `out`.
  (func (export "extremes") (param $at i32) (param $count i32) (param $out i32)
    (local $end i32) (local $x v128) (local $low v128) (local $high v128) (local $sum v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 3))))
    (local.set $low (v128.load (local.get $at)))
    (local.set $high (local.get $low))
    (loop $next
      (local.set $x (v128.load (local.get $at)))
      (local.set $low (f64x2.pmin (local.get $low) (local.get $x)))
      (local.set $high (f64x2.pmax (local.get $high) (local.get $x)))
      (local.set $sum (f64x2.add (local.get $sum) (local.get $x)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (call $note (local.get $low) (local.get $high) (local.get $sum) (local.get $out)))

  ;; The same of `count` float32 numbers, which are written to `to` as float64. Their sum is float32's: it may
  ;; be infinite where none of them is.
  (func (export "widen") (param $at i32) (param $to i32) (param $count i32) (param $out i32)
    (local $end i32) (local $x v128) (local $low v128) (local $high v128) (local $sum v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $low (v128.load (local.get $at)))
    (local.set $high (local.get $low))
    (loop $next
      (local.set $x (v128.load (local.get $at)))
      (local.set $low (f32x4.pmin (local.get $low) (local.get $x)))
      (local.set $high (f32x4.pmax (local.get $high) (local.get $x)))
      (local.set $sum (f32x4.add (local.get $sum) (local.get $x)))
      (v128.store (local.get $to) (f64x2.promote_low_f32x4 (local.get $x)))
      (v128.store offset=16 (local.get $to) (f64x2.promote_low_f32x4
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 32)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (call $note
      (f64x2.promote_low_f32x4 (f32x4.pmin (local.get $low) (call $upper (local.get $low))))
      (f64x2.promote_low_f32x4 (f32x4.pmax (local.get $high) (call $upper (local.get $high))))
      (f64x2.promote_low_f32x4 (f32x4.add (local.get $sum) (call $upper (local.get $sum))))
      (local.get $out)))

  (func $upper (param $x v128) (result v128)
    (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x)))

  (func $note (param $low v128) (param $high v128) (param $sum v128) (param $out i32)
    (f64.store (local.get $out)
      (f64.min (f64x2.extract_lane 0 (local.get $low)) (f64x2.extract_lane 1 (local.get $low))))
    (f64.store offset=8 (local.get $out)
      (f64.max (f64x2.extract_lane 0 (local.get $high)) (f64x2.extract_lane 1 (local.get $high))))
    (f64.store offset=16 (local.get $out)
      (f64.add (f64x2.extract_lane 0 (local.get $sum)) (f64x2.extract_lane 1 (local.get $sum)))))

  ;; Whether `count` float32 numbers at `at` equal as many float64 ones at `other`: 1 or 0.
  (func (export "equals") (param $at i32) (param $other i32) (param $count i32) (result i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (if (i32.eqz (i64x2.all_true (f64x2.eq
          (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $at)))
          (v128.load (local.get $other)))))
        (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $other (i32.add (local.get $other) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (i32.const 1))

  ;; Index of the first of `count` numbers at `at` that equals `wanted`; `count` where none does.
  (func (export "first") (param $at i32) (param $count i32) (param $wanted f64) (result i32)
    (local $index i32) (local $bits i32)
    (loop $next
      (local.set $bits (i64x2.bitmask
        (f64x2.eq (v128.load (local.get $at)) (f64x2.splat (local.get $wanted)))))
      (if (local.get $bits) (then
        (return (i32.add (local.get $index) (i32.ctz (local.get $bits))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $index (i32.add (local.get $index) (i32.const 2)))
      (br_if $next (i32.lt_u (local.get $index) (local.get $count))))
    (local.get $count))

  ;; Writes the indices of those of `count` numbers at `at` that lie above `floor` and not above `ceiling` to
  ;; `to`, as int32, and the largest number that is not above `floor` to `out`. Returns how many indices.
  (func (export "within")
    (param $at i32) (param $count i32) (param $floor f64) (param $ceiling f64) (param $to i32)
    (param $out i32) (result i32)
    (local $index i32) (local $end i32) (local $bits i32)
    (local $x v128) (local $above v128) (local $rest v128)
    (local.set $end (local.get $to))
    (local.set $rest (v128.const f64x2 -inf -inf))
    (loop $next
      (local.set $x (v128.load (local.get $at)))
      (local.set $above (f64x2.gt (local.get $x) (f64x2.splat (local.get $floor))))
      (local.set $rest (f64x2.pmax (local.get $rest)
        (v128.bitselect (v128.const f64x2 -inf -inf) (local.get $x) (local.get $above))))
      (if (v128.any_true (local.get $above)) (then
        (local.set $bits (i64x2.bitmask
          (v128.and (local.get $above) (f64x2.le (local.get $x) (f64x2.splat (local.get $ceiling))))))
        ;; An index that does not count is written over by the next one.
        (i32.store (local.get $end) (local.get $index))
        (local.set $end (i32.add (local.get $end)
          (i32.shl (i32.and (local.get $bits) (i32.const 1)) (i32.const 2))))
        (i32.store (local.get $end) (i32.add (local.get $index) (i32.const 1)))
        (local.set $end (i32.add (local.get $end)
          (i32.shl (i32.shr_u (local.get $bits) (i32.const 1)) (i32.const 2))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $index (i32.add (local.get $index) (i32.const 2)))
      (br_if $next (i32.lt_u (local.get $index) (local.get $count))))
    (f64.store (local.get $out)
      (f64.max (f64x2.extract_lane 0 (local.get $rest)) (f64x2.extract_lane 1 (local.get $rest))))
    (i32.shr_u (i32.sub (local.get $end) (local.get $to)) (i32.const 2)))

  ;; Weights of `count` logits at `at`, none more than 700 below `highest`, to `to`, which may be `at`. Their
  ;; sum and the sum of weight * (logit - highest) are written behind each other to `out`.
  ;;
  ;; An exponential is a long chain of operations, each of which waits for the one before, and a processor
  ;; looks only so far ahead for others to do meanwhile. So 256 logits go through three short loops, one after
  ;; another. What these hand on lies at 64: multiples of ln 2, and behind them the rest, then the quotient.
  (func (export "weights")
    (param $at i32) (param $to i32) (param $count i32) (param $highest f64) (param $out i32)
    (local $end i32) (local $stop i32) (local $top v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 3))))
    (local.set $top (f64x2.splat (local.get $highest)))
    (v128.store (local.get $out) (v128.const f64x2 0 0))
    (loop $next
      (local.set $stop (i32.add (local.get $at) (i32.const 2048)))
      (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
      (call $reduce (local.get $at) (local.get $stop) (local.get $top))
      (call $divide (local.get $at) (local.get $stop))
      (call $finish (local.get $at) (local.get $stop) (local.get $to) (local.get $top) (local.get $out))
      (local.set $to (i32.add (local.get $to) (i32.const 2048)))
      (local.set $at (local.get $stop))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Each logit below the top as whole multiples of ln 2, which is two numbers (it has more digits than one
  ;; holds), and a rest.
  (func $reduce (param $at i32) (param $stop i32) (param $top v128)
    (local $step i32) (local $below v128) (local $turns v128)
    (local.set $step (i32.const 64))
    (loop $next
      (local.set $below (f64x2.sub (v128.load (local.get $at)) (local.get $top)))
      ;; the nearest multiple; 0 within half of ln 2
      (local.set $turns (f64x2.trunc
        (v128.andnot
          (f64x2.sub
            (f64x2.mul (local.get $below) (v128.const f64x2 1.44269504088896338700 1.44269504088896338700))
            (v128.const f64x2 0.5 0.5))
          (f64x2.gt (local.get $below) (v128.const i64x2 0xbfd62e4300000000 0xbfd62e4300000000)))))
      (v128.store (local.get $step) (local.get $turns))
      (v128.store offset=2048 (local.get $step)
        (f64x2.sub
          (f64x2.sub (local.get $below)
            (f64x2.mul (local.get $turns)
              (v128.const f64x2 6.93147180369123816490e-01 6.93147180369123816490e-01)))
          (f64x2.mul (local.get $turns)
            (v128.const f64x2 1.90821492927058770002e-10 1.90821492927058770002e-10))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $step (i32.add (local.get $step) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $stop)))))

  ;; The quotient of fdlibm's rational function, in the place of the rest.
  (func $divide (param $at i32) (param $stop i32)
    (local $step i32) (local $r v128) (local $t v128) (local $c v128)
    (local.set $step (i32.const 64))
    (loop $next
      (local.set $r (v128.load offset=2048 (local.get $step)))
      (local.set $t (f64x2.mul (local.get $r) (local.get $r)))
      (local.set $c (f64x2.sub (local.get $r)
        (f64x2.mul (local.get $t)
          (f64x2.add (v128.const f64x2 1.66666666666666019037e-01 1.66666666666666019037e-01)
            (f64x2.mul (local.get $t)
              (f64x2.add (v128.const f64x2 -2.77777777770155933842e-03 -2.77777777770155933842e-03)
                (f64x2.mul (local.get $t)
                  (f64x2.add (v128.const f64x2 6.61375632143793436117e-05 6.61375632143793436117e-05)
                    (f64x2.mul (local.get $t)
                      (f64x2.add (v128.const f64x2 -1.65339022054652515390e-06 -1.65339022054652515390e-06)
                        (f64x2.mul (local.get $t)
                          (v128.const f64x2 4.13813679705723846039e-08 4.13813679705723846039e-08))))))))))))
      (v128.store offset=2048 (local.get $step)
        (f64x2.div
          (f64x2.mul (local.get $r) (local.get $c))
          (f64x2.sub (v128.const f64x2 2 2) (local.get $c))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $step (i32.add (local.get $step) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $stop)))))

  (func $finish (param $at i32) (param $stop i32) (param $to i32) (param $top v128) (param $out i32)
    (local $step i32) (local $below v128) (local $turns v128) (local $y v128)
    (local $total f64) (local $weighted f64)
    (local.set $step (i32.const 64))
    (local.set $total (f64.load (local.get $out)))
    (local.set $weighted (f64.load offset=8 (local.get $out)))
    (loop $next
      (local.set $below (f64x2.sub (v128.load (local.get $at)) (local.get $top)))
      (local.set $turns (v128.load (local.get $step)))
      (local.set $y (f64x2.sub (v128.const f64x2 1 1)
        (f64x2.sub
          (f64x2.sub
            (f64x2.mul (local.get $turns)
              (v128.const f64x2 1.90821492927058770002e-10 1.90821492927058770002e-10))
            (v128.load offset=2048 (local.get $step)))
          (f64x2.sub (local.get $below)
            (f64x2.mul (local.get $turns)
              (v128.const f64x2 6.93147180369123816490e-01 6.93147180369123816490e-01))))))
      ;; times 2^turns: added to 1.5 * 2^52 + 1023, a whole number lies in the last bits, and the shift takes
      ;; it from there to the exponent
      (local.set $y (f64x2.mul (local.get $y)
        (i64x2.shl
          (f64x2.add (local.get $turns) (v128.const f64x2 0x1.80000000003ffp+52 0x1.80000000003ffp+52))
          (i32.const 52))))
      ;; within 2^-28 of 0 it is 1 + x
      (local.set $y (v128.bitselect
        (f64x2.add (v128.const f64x2 1 1) (local.get $below))
        (local.get $y)
        (f64x2.gt (local.get $below) (v128.const f64x2 -0x1p-28 -0x1p-28))))
      (v128.store (local.get $to) (local.get $y))
      (local.set $total (f64.add (local.get $total) (f64x2.extract_lane 0 (local.get $y))))
      (local.set $total (f64.add (local.get $total) (f64x2.extract_lane 1 (local.get $y))))
      (local.set $y (f64x2.mul (local.get $y) (local.get $below)))
      (local.set $weighted (f64.add (local.get $weighted) (f64x2.extract_lane 0 (local.get $y))))
      (local.set $weighted (f64.add (local.get $weighted) (f64x2.extract_lane 1 (local.get $y))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $step (i32.add (local.get $step) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $stop))))
    (f64.store (local.get $out) (local.get $total))
    (f64.store offset=8 (local.get $out) (local.get $weighted))))
