namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>What a probe is asked for.</summary>
internal enum ProbeStage
{
    /// <summary>Whether the service has come up far enough to be asked anything else.</summary>
    Startup,

    /// <summary>Whether it is ready.</summary>
    Ready,

    /// <summary>Whether it still serves, once it is ready.</summary>
    Live,
}
