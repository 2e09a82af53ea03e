// Adds a file as Kubo does, with boxo's importer into a flatfs datastore that syncs, and prints the seconds that
// took and the CID:
//
//	boxo_add FILE FOLDER
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/ipfs/boxo/blockservice"
	"github.com/ipfs/boxo/blockstore"
	"github.com/ipfs/boxo/chunker"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs/importer/balanced"
	"github.com/ipfs/boxo/ipld/unixfs/importer/helpers"
	uio "github.com/ipfs/boxo/ipld/unixfs/io"
	"github.com/ipfs/go-datastore"
	flatfs "github.com/ipfs/go-ds-flatfs"
	ipld "github.com/ipfs/go-ipld-format"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	ctx := context.Background()
	file := must(os.Open(os.Args[1]))
	profile := uio.UnixFS_v1_2025
	start := time.Now()
	store := must(flatfs.CreateOrOpen(os.Args[2], flatfs.NextToLast(2), true))
	blocks := blockservice.New(blockstore.NewBlockstore(store, blockstore.NoPrefix()), nil)
	dag := ipld.NewBufferedDAG(ctx, merkledag.NewDAGService(blocks))
	params := helpers.DagBuilderParams{
		Maxlinks:   profile.FileDAGWidth,
		RawLeaves:  profile.RawLeaves,
		CidBuilder: profile.CidBuilder(),
		Dagserv:    dag,
	}
	splitter := chunk.NewSizeSplitter(file, profile.ChunkSize)
	root := must(balanced.Layout(must(params.New(splitter))))
	check(dag.Commit())
	check(store.Sync(ctx, datastore.NewKey("/")))
	fmt.Println(time.Since(start).Seconds(), root.Cid())
	check(store.Close())
}
