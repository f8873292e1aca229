;; A guest that is not JavaScript, and that lies on request: it fulfils docs/guest-abi.md with a counter, and its control
;; block says whatever the first byte of the message asks for. What a guest does that got the better of its engine.
;;
;; Memory: 16 control block, 256 text of the failure, 1024 input, 40000 outbox. Units are only counted.
(module
  (import "env" "memory" (memory 4))
  (global $stack (mut i32) (i32.const 8192))
  (data (i32.const 16) "\02\00\00\00")
  ;; {"name": "Late", "message": "stopped", "stack": "", "code": "deadline"}
  (data (i32.const 256) "\84\a4name\a4Late\a7message\a7stopped\a5stack\a0\a4code\a8deadline")
  ;; 512 turns, 516 units, 520 the address that rill_buffer gives
  (data (i32.const 520) "\00\04\00\00")

  (func (export "rill_control") (result i32) (i32.const 16))
  (func (export "rill_create") (param i32 i32) (result i32) (i32.const 0))
  (func (export "rill_buffer") (param $size i32) (result i32)
    (if (i32.gt_u (local.get $size) (i32.const 32768)) (then (return (i32.const 0))))
    (i32.load (i32.const 520)))
  (func (export "rill_load") (param i32 i32) (result i32)
    (i32.store (i32.const 516) (i32.add (i32.load (i32.const 516)) (i32.const 1)))
    (i32.const 0))

  (func $outbox (param $address i32) (param $size i32)
    (i32.store (i32.const 24) (local.get $address))
    (i32.store (i32.const 28) (local.get $size)))
  (func $recurse (param i32) (result i32)
    (i32.add (call $recurse (i32.add (local.get 0) (i32.const 1))) (i32.load (i32.const 516))))

  (func (export "rill_turn") (param $size i32) (result i32) (local $command i32)
    (local.set $command (i32.load8_u (i32.const 1024)))
    (i32.store (i32.const 512) (i32.add (i32.load (i32.const 512)) (i32.const 1)))
    ;; 1: loop until the deadline word is set, then report it
    (if (i32.eq (local.get $command) (i32.const 1)) (then
      (loop $wait (br_if $wait (i32.eqz (i32.load (i32.const 20)))))
      (call $outbox (i32.const 256) (i32.const 48))
      (return (i32.const 2))))
    ;; 2: loop whatever the word says
    (if (i32.eq (local.get $command) (i32.const 2)) (then (loop $ever (br $ever))))
    ;; 3: trap
    (if (i32.eq (local.get $command) (i32.const 3)) (then (unreachable)))
    ;; 4 to 6: an outbox outside the memory, one that wraps around, one larger than allowed
    (if (i32.eq (local.get $command) (i32.const 4)) (then
      (call $outbox (i32.const 262140) (i32.const 64)) (return (i32.const 0))))
    (if (i32.eq (local.get $command) (i32.const 5)) (then
      (call $outbox (i32.const -16) (i32.const 64)) (return (i32.const 0))))
    (if (i32.eq (local.get $command) (i32.const 6)) (then
      (call $outbox (i32.const 0) (i32.const -1)) (return (i32.const 0))))
    ;; 7: a status that does not exist
    (if (i32.eq (local.get $command) (i32.const 7)) (then (return (i32.const 77))))
    ;; 8: use up the native stack
    (if (i32.eq (local.get $command) (i32.const 8)) (then (return (call $recurse (i32.const 0)))))
    ;; 9: an outbox of 200,000 empty arrays, counted as nothing
    (if (i32.eq (local.get $command) (i32.const 9)) (then
      (memory.fill (i32.const 40000) (i32.const 0x90) (i32.const 200005))
      (i32.store (i32.const 40000) (i32.const 0x0D0300dd)) (i32.store8 (i32.const 40004) (i32.const 0x40))
      (call $outbox (i32.const 40000) (i32.const 200005)) (return (i32.const 0))))
    ;; 10: an outbox nested 100,000 deep
    (if (i32.eq (local.get $command) (i32.const 10)) (then
      (memory.fill (i32.const 40000) (i32.const 0x91) (i32.const 100000))
      (i32.store8 (i32.const 140000) (i32.const 0xc0))
      (call $outbox (i32.const 40000) (i32.const 100001)) (return (i32.const 0))))
    ;; 11: an outbox that is not MessagePack
    (if (i32.eq (local.get $command) (i32.const 11)) (then
      (memory.fill (i32.const 40000) (i32.const 0xc1) (i32.const 150000))
      (call $outbox (i32.const 40000) (i32.const 150000)) (return (i32.const 0))))
    ;; 12, 13: a failure that lies outside the memory, one that is no map
    (if (i32.eq (local.get $command) (i32.const 12)) (then
      (call $outbox (i32.const 262140) (i32.const 64)) (return (i32.const 1))))
    (if (i32.eq (local.get $command) (i32.const 13)) (then
      (call $outbox (i32.const 1024) (i32.const 1)) (return (i32.const 1))))
    ;; 14: from the next turn on the input buffer lies outside the memory
    (if (i32.eq (local.get $command) (i32.const 14)) (then (i32.store (i32.const 520) (i32.const 262143))))
    ;; 15: grow until the memory's maximum, and report the pages
    (if (i32.eq (local.get $command) (i32.const 15)) (then
      (loop $grow (br_if $grow (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
      (i32.store8 (i32.const 40000) (i32.const 0xcd))
      (i32.store8 (i32.const 40001) (i32.shr_u (memory.size) (i32.const 8)))
      (i32.store8 (i32.const 40002) (memory.size))
      (call $outbox (i32.const 40000) (i32.const 3)) (return (i32.const 0))))
    ;; 16: 25,000 extensions
    (if (i32.eq (local.get $command) (i32.const 16)) (then
      (memory.fill (i32.const 40000) (i32.const 0) (i32.const 75003))
      (i32.store8 (i32.const 40000) (i32.const 0xdc))
      (i32.store8 (i32.const 40001) (i32.const 0x61)) (i32.store8 (i32.const 40002) (i32.const 0xa8))
      (local.set $command (i32.const 0))
      (loop $each
        (i32.store8 (i32.add (i32.const 40003) (i32.mul (local.get $command) (i32.const 3))) (i32.const 0xd4))
        (local.set $command (i32.add (local.get $command) (i32.const 1)))
        (br_if $each (i32.lt_u (local.get $command) (i32.const 25000))))
      (call $outbox (i32.const 40000) (i32.const 75003)) (return (i32.const 0))))
    ;; anything else: [units, turns, message]
    (i32.store8 (i32.const 40000) (i32.const 0x93))
    (i32.store8 (i32.const 40001) (i32.load (i32.const 516)))
    (i32.store8 (i32.const 40002) (i32.load (i32.const 512)))
    (memory.copy (i32.const 40003) (i32.const 1024) (local.get $size))
    (call $outbox (i32.const 40000) (i32.add (local.get $size) (i32.const 3)))
    (i32.const 0))

  (func (export "rill_rest") (result i32) (i32.const 0))

  ;; Counts nothing well: enough of rill_scan for this guest's own outboxes is in the engine that ships; here each
  ;; byte is a value, 0xc1 is malformed, 0x91 nests and 0xd4 is an extension.
  (func (export "rill_scan") (param $at i32) (param $size i32) (param $values i32) (param $extensions i32) (param $depth i32)
    (result i32) (local $end i32) (local $byte i32) (local $v i32) (local $e i32) (local $d i32)
    (local.set $end (i32.add (local.get $at) (local.get $size)))
    (loop $next
      (local.set $byte (i32.load8_u (local.get $at)))
      (if (i32.eq (local.get $byte) (i32.const 0xc1)) (then (return (i32.const 3))))
      (local.set $v (i32.add (local.get $v) (i32.const 1)))
      (if (i32.gt_u (local.get $v) (local.get $values)) (then (return (i32.const 4))))
      (if (i32.eq (local.get $byte) (i32.const 0xd4)) (then (local.set $e (i32.add (local.get $e) (i32.const 1)))))
      (if (i32.gt_u (local.get $e) (local.get $extensions)) (then (return (i32.const 5))))
      (if (i32.eq (local.get $byte) (i32.const 0x91)) (then (local.set $d (i32.add (local.get $d) (i32.const 1)))))
      (if (i32.gt_u (local.get $d) (local.get $depth)) (then (return (i32.const 6))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (i32.const 0)))
