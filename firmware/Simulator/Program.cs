using EdgeWarning.Simulator.County;

return args switch
{
    ["county", "storm", var folder] => CountyFiles.WriteStorm(folder),
    ["county", "positions", var divisions, var boundary, var positions] => CountyFiles.WritePositions(divisions, boundary, positions),
    _ => 64,
};
