;; Weights of a softmax: exp(logit - highest) in float64, two at a time. The exponential is fdlibm's (e_exp.c), with the
;; operations in its order, so every weight has the bits that Math.exp gives; sums run from the first logit to the last.
(module
  (memory (export "memory") 1)

  ;; Smallest and largest of `count` float64 numbers (even, at least 2) at `at`, and their sum, which is no number where
  ;; one of them is none; written behind each other to `out`.
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
    (f64.store (local.get $out)
      (f64.min (f64x2.extract_lane 0 (local.get $low)) (f64x2.extract_lane 1 (local.get $low))))
    (f64.store offset=8 (local.get $out)
      (f64.max (f64x2.extract_lane 0 (local.get $high)) (f64x2.extract_lane 1 (local.get $high))))
    (f64.store offset=16 (local.get $out)
      (f64.add (f64x2.extract_lane 0 (local.get $sum)) (f64x2.extract_lane 1 (local.get $sum)))))

  ;; Weights of `count` logits (even, at least 2) at `at`, none more than 700 below `$highest`, to `to`. Their sum and the
  ;; sum of weight * (logit - highest) are written behind each other to `out`.
  (func (export "weights") (param $at i32) (param $to i32) (param $count i32) (param $highest f64) (param $out i32)
    (local $end i32) (local $top v128) (local $below v128) (local $k v128) (local $turns v128)
    (local $hi v128) (local $lo v128) (local $r v128) (local $t v128) (local $c v128) (local $y v128)
    (local $total f64) (local $weighted f64)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 3))))
    (local.set $top (f64x2.splat (local.get $highest)))
    (loop $next
      (local.set $below (f64x2.sub (v128.load (local.get $at)) (local.get $top)))
      ;; k: nearest whole number of ln 2 in it; 0 within half of ln 2
      (local.set $k (i32x4.trunc_sat_f64x2_s_zero
        (v128.andnot
          (f64x2.sub
            (f64x2.mul (local.get $below) (v128.const f64x2 1.44269504088896338700 1.44269504088896338700))
            (v128.const f64x2 0.5 0.5))
          (f64x2.gt (local.get $below) (v128.const i64x2 0xbfd62e4300000000 0xbfd62e4300000000)))))
      (local.set $turns (f64x2.convert_low_i32x4_s (local.get $k)))
      (local.set $hi (f64x2.sub (local.get $below)
        (f64x2.mul (local.get $turns) (v128.const f64x2 6.93147180369123816490e-01 6.93147180369123816490e-01))))
      (local.set $lo (f64x2.mul (local.get $turns)
        (v128.const f64x2 1.90821492927058770002e-10 1.90821492927058770002e-10)))
      (local.set $r (f64x2.sub (local.get $hi) (local.get $lo)))
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
      (local.set $y (f64x2.sub (v128.const f64x2 1 1)
        (f64x2.sub
          (f64x2.sub (local.get $lo)
            (f64x2.div (f64x2.mul (local.get $r) (local.get $c))
              (f64x2.sub (v128.const f64x2 2 2) (local.get $c))))
          (local.get $hi))))
      ;; times 2^k, by its exponent
      (local.set $y (f64x2.mul (local.get $y)
        (i64x2.shl
          (i64x2.add (i64x2.extend_low_i32x4_s (local.get $k)) (v128.const i64x2 1023 1023))
          (i32.const 52))))
      ;; within 2^-28 of 0 it is 1 + x
      (local.set $y (v128.bitselect
        (f64x2.add (v128.const f64x2 1 1) (local.get $below))
        (local.get $y)
        (f64x2.gt (local.get $below) (v128.const f64x2 -0x1p-28 -0x1p-28))))
      (v128.store (local.get $to) (local.get $y))
      (local.set $total (f64.add (local.get $total) (f64x2.extract_lane 0 (local.get $y))))
      (local.set $total (f64.add (local.get $total) (f64x2.extract_lane 1 (local.get $y))))
      (local.set $t (f64x2.mul (local.get $y) (local.get $below)))
      (local.set $weighted (f64.add (local.get $weighted) (f64x2.extract_lane 0 (local.get $t))))
      (local.set $weighted (f64.add (local.get $weighted) (f64x2.extract_lane 1 (local.get $t))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (f64.store (local.get $out) (local.get $total))
    (f64.store offset=8 (local.get $out) (local.get $weighted))))
