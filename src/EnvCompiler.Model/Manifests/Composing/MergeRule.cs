namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>What becomes of a key that two environments have: a lower one, and a higher one that includes it or comes after it.</summary>
internal enum MergeRule
{
    /// <summary>The higher one's value counts.</summary>
    Replace,

    /// <summary>Each key of the table has a rule of its own.</summary>
    Merge,

    /// <summary>A script: the lower one's lines, then the higher one's.</summary>
    LowerFirst,

    /// <summary>A script that undoes: the higher one's lines, then the lower one's.</summary>
    HigherFirst,

    /// <summary>A list: what either has.</summary>
    Union,
}
