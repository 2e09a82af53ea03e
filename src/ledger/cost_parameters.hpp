// The metering model's figures as the public networks run them at protocol 28: one line a
// ContractCostType, in the order of the enum. Source: stellar-core, soroban-settings.
#pragma once

#include <array>
#include <cstdint>

namespace carrot::ledger {

/// Cost of one metered step: constant + linear * size / 128.
struct CostParameter {
    std::int64_t cpu_constant;
    std::int64_t cpu_linear;
    std::int64_t memory_constant;
    std::int64_t memory_linear;
};

inline constexpr std::array cost_parameters = {
    CostParameter{4, 0, 0, 0},                          // WasmInsnExec
    CostParameter{434, 16, 16, 128},                    // MemAlloc
    CostParameter{42, 16, 0, 0},                        // MemCpy
    CostParameter{44, 16, 0, 0},                        // MemCmp
    CostParameter{295, 0, 0, 0},                        // DispatchHostFunction
    CostParameter{60, 0, 0, 0},                         // VisitObject
    CostParameter{221, 26, 242, 384},                   // ValSer
    CostParameter{331, 4369, 0, 384},                   // ValDeser
    CostParameter{3636, 7013, 0, 0},                    // ComputeSha256Hash
    CostParameter{40256, 0, 0, 0},                      // ComputeEd25519PubKey
    CostParameter{377551, 4059, 0, 0},                  // VerifyEd25519Sig
    CostParameter{417482, 45712, 132773, 4903},         // VmInstantiation
    CostParameter{41142, 634, 69472, 1217},             // VmCachedInstantiation
    CostParameter{1945, 0, 14, 0},                      // InvokeVmFunction
    CostParameter{6481, 5943, 0, 0},                    // ComputeKeccak256Hash
    CostParameter{711, 0, 0, 0},                        // DecodeEcdsaCurve256Sig
    CostParameter{2314804, 0, 181, 0},                  // RecoverEcdsaSecp256k1Key
    CostParameter{4176, 0, 99, 0},                      // Int256AddSub
    CostParameter{4716, 0, 99, 0},                      // Int256Mul
    CostParameter{4680, 0, 99, 0},                      // Int256Div
    CostParameter{4256, 0, 99, 0},                      // Int256Pow
    CostParameter{884, 0, 99, 0},                       // Int256Shift
    CostParameter{1059, 502, 0, 0},                     // ChaCha20DrawBytes
    CostParameter{73077, 25410, 17564, 6457},           // ParseWasmInstructions
    CostParameter{0, 540752, 0, 47464},                 // ParseWasmFunctions
    CostParameter{0, 176363, 0, 13420},                 // ParseWasmGlobals
    CostParameter{0, 29989, 0, 6285},                   // ParseWasmTableEntries
    CostParameter{0, 1061449, 0, 64670},                // ParseWasmTypes
    CostParameter{0, 237336, 0, 29074},                 // ParseWasmDataSegments
    CostParameter{0, 328476, 0, 48095},                 // ParseWasmElemSegments
    CostParameter{0, 701845, 0, 103229},                // ParseWasmImports
    CostParameter{0, 429383, 0, 36394},                 // ParseWasmExports
    CostParameter{0, 28, 0, 257},                       // ParseWasmDataSegmentBytes
    CostParameter{43030, 0, 70704, 0},                  // InstantiateWasmInstructions
    CostParameter{0, 7556, 0, 14613},                   // InstantiateWasmFunctions
    CostParameter{0, 10711, 0, 6833},                   // InstantiateWasmGlobals
    CostParameter{0, 3300, 0, 1025},                    // InstantiateWasmTableEntries
    CostParameter{0, 0, 0, 0},                          // InstantiateWasmTypes
    CostParameter{0, 23038, 0, 129632},                 // InstantiateWasmDataSegments
    CostParameter{0, 42488, 0, 13665},                  // InstantiateWasmElemSegments
    CostParameter{0, 828974, 0, 97637},                 // InstantiateWasmImports
    CostParameter{0, 297100, 0, 9176},                  // InstantiateWasmExports
    CostParameter{0, 14, 0, 126},                       // InstantiateWasmDataSegmentBytes
    CostParameter{1882, 0, 0, 0},                       // Sec1DecodePointUncompressed
    CostParameter{3000906, 0, 0, 0},                    // VerifyEcdsaSecp256r1Sig
    CostParameter{661, 0, 0, 0},                        // Bls12381EncodeFp
    CostParameter{985, 0, 0, 0},                        // Bls12381DecodeFp
    CostParameter{1934, 0, 0, 0},                       // Bls12381G1CheckPointOnCurve
    CostParameter{730510, 0, 0, 0},                     // Bls12381G1CheckPointInSubgroup
    CostParameter{5921, 0, 0, 0},                       // Bls12381G2CheckPointOnCurve
    CostParameter{1057822, 0, 0, 0},                    // Bls12381G2CheckPointInSubgroup
    CostParameter{92642, 0, 0, 0},                      // Bls12381G1ProjectiveToAffine
    CostParameter{100742, 0, 0, 0},                     // Bls12381G2ProjectiveToAffine
    CostParameter{7689, 0, 0, 0},                       // Bls12381G1Add
    CostParameter{2458985, 0, 0, 0},                    // Bls12381G1Mul
    CostParameter{2347584, 94135478, 109494, 266603},   // Bls12381G1Msm
    CostParameter{1020885, 0, 2776, 0},                 // Bls12381MapFpToG1
    CostParameter{2638451, 6803, 5896, 0},              // Bls12381HashToG1
    CostParameter{25207, 0, 0, 0},                      // Bls12381G2Add
    CostParameter{7873219, 0, 0, 0},                    // Bls12381G2Mul
    CostParameter{7663880, 298580871, 219654, 266603},  // Bls12381G2Msm
    CostParameter{1856539, 0, 1672, 0},                 // Bls12381MapFp2ToG2
    CostParameter{6315452, 7232, 3960, 0},              // Bls12381HashToG2
    CostParameter{10558948, 632860943, 2204, 9340474},  // Bls12381Pairing
    CostParameter{1994, 0, 0, 0},                       // Bls12381FrFromU256
    CostParameter{1155, 0, 248, 0},                     // Bls12381FrToU256
    CostParameter{74, 0, 0, 0},                         // Bls12381FrAddSub
    CostParameter{332, 0, 0, 0},                        // Bls12381FrMul
    CostParameter{691, 74558, 0, 128},                  // Bls12381FrPow
    CostParameter{35421, 0, 0, 0},                      // Bls12381FrInv
    CostParameter{344, 0, 0, 0},                        // Bn254EncodeFp
    CostParameter{476, 0, 0, 0},                        // Bn254DecodeFp
    CostParameter{904, 0, 0, 0},                        // Bn254G1CheckPointOnCurve
    CostParameter{2811, 0, 0, 0},                       // Bn254G2CheckPointOnCurve
    CostParameter{1706052, 0, 0, 0},                    // Bn254G2CheckPointInSubgroup
    CostParameter{61, 0, 0, 0},                         // Bn254G1ProjectiveToAffine
    CostParameter{3623, 0, 0, 0},                       // Bn254G1Add
    CostParameter{1150435, 0, 0, 0},                    // Bn254G1Mul
    CostParameter{5263916, 392472814, 1821, 6232546},   // Bn254Pairing
    CostParameter{2052, 0, 0, 0},                       // Bn254FrFromU256
    CostParameter{1133, 0, 312, 0},                     // Bn254FrToU256
    CostParameter{74, 0, 0, 0},                         // Bn254FrAddSub
    CostParameter{332, 0, 0, 0},                        // Bn254FrMul
    CostParameter{755, 68930, 0, 0},                    // Bn254FrPow
    CostParameter{33151, 0, 0, 0},                      // Bn254FrInv
    CostParameter{1185193, 41568084, 73061, 229779},    // Bn254G1Msm
};

}  // namespace carrot::ledger
