using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Generations.Comparing;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>One target of the generation that is exported.</summary>
/// <param name="Content">What it does there.</param>
/// <param name="Row">What a host must have for it; null where the lock knows no accelerator.</param>
/// <param name="Image">Its image, by digest: <c>registry.example/team/llm@sha256:…</c>.</param>
public sealed record KubernetesTarget(TargetContent Content, TargetRow? Row, string Image);
